// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.connect;

import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.header.Header;

/**
 * The headers of a record that keeps its form. Those that hold a key hold the target's then: the
 * source's would show what rules mask or remove.
 */
final class CarriedHeaders {
    private CarriedHeaders() {}

    /**
     * @param key of the target; null for none
     */
    static ConnectHeaders of(ConnectRecord<?> record, KeyPlan key) {
        KeyPlan translator = key == null || key.isOfImages() ? null : key;
        ConnectHeaders headers = new ConnectHeaders();
        for (Header header : record.headers()) {
            switch (header.key()) {
                case Names.DEBEZIUM_NEW_KEY, Names.DEBEZIUM_OLD_KEY -> {
                    if (translator != null && header.value() instanceof Struct other) {
                        headers.add(header.key(), translator.ofKey(other), translator.schema());
                    }
                }
                case Names.MOVED_KEY -> {
                    if (translator != null && header.value() != null) {
                        headers.addString(
                                header.key(),
                                HeaderText.of(
                                        translator.textsOfTexts(HeaderText.texts(header.value()))));
                    }
                }
                // of the source's columns
                case Names.NON_FINITE, Names.ABSENT_COLUMNS -> {}
                default -> headers.add(header);
            }
        }
        return headers;
    }
}
