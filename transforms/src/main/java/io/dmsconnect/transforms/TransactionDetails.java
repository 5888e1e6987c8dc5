// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.transforms;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Objects;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;

/** The members that IncludeTransactionDetails adds. */
final class TransactionDetails {
    private Object current;
    private Long currentRecord;
    private Object previous;
    private Long previousRecord;

    /**
     * @param position in the source's log, in the form of DMS Connect
     * @param inLogOrder true where all changes of the log come by in order, as in a source
     *     connector
     */
    void write(JsonGenerator json, Struct envelope, String position, boolean inLogOrder)
            throws IOException {
        Struct source = envelope.getStruct("source");
        Object block = get(envelope, "transaction");
        Object id = Objects.requireNonNullElse(transactionId(source), "");
        if (id.equals("") && block instanceof Struct transaction) {
            id = Objects.requireNonNullElse(get(transaction, "id"), "");
        }
        Long order =
                block instanceof Struct transaction
                        ? DataMessage.number(transaction, "total_order")
                        : null;
        write(json, "", id, order);
        if (inLogOrder) {
            if (!id.equals(current)) {
                previous = current;
                previousRecord = currentRecord;
            }
            current = id;
            currentRecord = order;
            write(json, "prev-", previous, previousRecord);
        }
        json.writeStringField("commit-timestamp", DmsJson.timestamp(DataMessage.micros(source)));
        if (!position.isEmpty()) {
            json.writeStringField("stream-position", position);
        }
    }

    private static void write(JsonGenerator json, String prefix, Object id, Long order)
            throws IOException {
        if (id instanceof Long number) {
            json.writeNumberField(prefix + "transaction-id", number);
        } else if (id != null && !id.equals("")) {
            json.writeStringField(prefix + "transaction-id", id.toString());
        }
        if (order != null) {
            json.writeNumberField(prefix + "transaction-record-id", order);
        }
    }

    private static Object transactionId(Struct source) {
        Object id = get(source, "txId");
        return id == null ? get(source, "gtid") : id;
    }

    private static Object get(Struct struct, String name) {
        Field field = struct.schema().field(name);
        return field == null ? null : struct.get(field);
    }
}
