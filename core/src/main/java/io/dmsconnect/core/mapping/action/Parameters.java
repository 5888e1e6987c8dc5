// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping.action;

/** The members of a rule beside its locator, as an action asks for them. */
public interface Parameters {
    /**
     * The text of a member the action cannot do without. A missing one is reported to the user by
     * the callee, with the meaning given here, and comes back as an empty text.
     */
    String required(String member, String meaning);
}
