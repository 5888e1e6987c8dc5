// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping;

/**
 * What the document of the rules does not say.
 *
 * @param targetSchema of tables whose schema no rule touches; empty for the source's
 * @param chained all rules for an object are applied, not only the one with the lowest rule-id
 * @param maskingKey of masks that have one; empty for none
 * @param lobs of tables that have no lob-settings of their own
 * @param cuts counts what they cut
 */
record PlanOptions(
        String targetSchema, boolean chained, byte[] maskingKey, LobLimits lobs, LobCuts cuts) {
    static final PlanOptions DEFAULT =
            new PlanOptions("", false, new byte[0], LobLimits.WHOLE, new LobCuts());

    PlanOptions {
        maskingKey = maskingKey.clone();
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "target schema '%s', chained %s".formatted(targetSchema, chained);
    }
}
