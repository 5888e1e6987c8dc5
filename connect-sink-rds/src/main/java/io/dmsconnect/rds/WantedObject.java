// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.rds;

import io.dmsconnect.core.schema.TableId;

/**
 * A secondary object that a table is to have, as a row of {@link ObjectTable}.
 *
 * @param place its number among the table's, in which order they are made
 * @param name as on the source, or as made
 * @param state one of {@link ObjectTable}'s
 * @param definition JSON of the object, or the statement of a key
 * @param references of a foreign key; else null
 * @param changesFollow true where the table is written to after its load
 */
record WantedObject(
        TableId table,
        int place,
        Kind kind,
        String name,
        String state,
        String definition,
        TableId references,
        boolean changesFollow) {

    enum Kind {
        PRIMARY_KEY("primary key"),
        INDEX("index"),
        DEFAULT("default"),
        NUMBERING("numbering"),
        FOREIGN_KEY("foreign key"),
        /** What nobody makes; its kind is said in words of its own. */
        OTHER("");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }

        static Kind of(String text) {
            for (Kind kind : values()) {
                if (kind.text.equals(text)) {
                    return kind;
                }
            }
            return OTHER;
        }
    }
}
