// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.connect;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.header.Header;

/** A change record while it is made. */
final class ChangeDraft {
    private final Struct value;
    private final ConnectHeaders headers = new ConnectHeaders();
    private final List<String> absent = new ArrayList<>();
    private Struct key;

    ChangeDraft(Schema envelope) {
        this.value = new Struct(envelope);
    }

    Struct value() {
        return value;
    }

    /** Null for none. */
    Struct key() {
        return key;
    }

    void key(Struct newKey) {
        key = newKey;
    }

    ConnectHeaders headers() {
        return headers;
    }

    /**
     * Takes the record's headers over.
     *
     * @param moved translates the other half's key of a key change; null where there is no such
     *     half on the target
     */
    void headersOf(ConnectRecord<?> record, KeyPlan moved) {
        for (Header header : record.headers()) {
            switch (header.key()) {
                case Names.DEBEZIUM_NEW_KEY, Names.DEBEZIUM_OLD_KEY -> {
                    if (moved != null && header.value() instanceof Struct other) {
                        movedKey(moved.textsOfKey(other));
                    }
                }
                case Names.MOVED_KEY -> {
                    if (moved != null && header.value() != null) {
                        movedKey(moved.textsOfTexts(HeaderText.texts(header.value())));
                    }
                }
                // of the source's columns; told anew of the target's
                case Names.NON_FINITE, Names.ABSENT_COLUMNS -> {}
                default -> headers.add(header);
            }
        }
    }

    void movedKey(List<String> texts) {
        headers.addString(Names.MOVED_KEY, HeaderText.of(texts));
    }

    /** Columns that an image does not carry. */
    void absent(String image, List<String> columns) {
        columns.forEach(column -> absent.addAll(List.of(image, column)));
        if (!columns.isEmpty()) {
            headers.remove(Names.ABSENT_COLUMNS);
            headers.addString(Names.ABSENT_COLUMNS, HeaderText.of(absent));
        }
    }
}
