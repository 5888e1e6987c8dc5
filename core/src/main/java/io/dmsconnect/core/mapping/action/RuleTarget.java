// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping.action;

import java.util.Locale;

/** What a transformation rule changes: member {@code rule-target}. */
public enum RuleTarget {
    SCHEMA,
    TABLE,
    COLUMN,
    TABLE_TABLESPACE,
    INDEX_TABLESPACE;

    /** As the rule spells it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public boolean isTablespace() {
        return this == TABLE_TABLESPACE || this == INDEX_TABLESPACE;
    }
}
