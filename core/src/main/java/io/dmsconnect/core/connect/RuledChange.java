// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.connect;

import io.dmsconnect.core.event.ChangeHeader;
import io.dmsconnect.core.event.Row;
import io.dmsconnect.core.mapping.TablePlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;

/**
 * Applies the rules that need values: filters, columns that are computed, converted or masked,
 * other keys, soft deletes.
 */
final class RuledChange {
    private static final String DELETE = "d";

    private final TablePlan plan;
    private final Schema envelope;
    private final ImagePlan images;
    private final KeyPlan key;
    private final RowDecoder decoder;
    private final ChangeFate fate;

    /**
     * @param key null for a table without one
     * @param fate null for a table without a filter
     */
    RuledChange(
            TablePlan plan,
            Schema envelope,
            ImagePlan images,
            KeyPlan key,
            RowDecoder decoder,
            ChangeFate fate) {
        this.plan = plan;
        this.envelope = envelope;
        this.images = images;
        this.key = key;
        this.decoder = decoder;
        this.fate = fate;
    }

    /** Empty where the filter does not take the row. */
    Optional<ChangeDraft> make(ConnectRecord<?> record, Struct from, ChangeHeaders headers) {
        String operation = from.getString("op");
        Struct oldImage = from.getStruct("before");
        Struct newImage = from.getStruct("after");
        Map<String, Set<String>> gone = Inbound.absentColumns(record);
        Set<String> oldGone = gone.getOrDefault("before", Set.of());
        Set<String> newGone = gone.getOrDefault("after", Set.of());
        Row before = oldImage == null ? null : new StructRow(oldImage, decoder, oldGone);
        Row after = newImage == null ? null : new StructRow(newImage, decoder, newGone);
        Optional<String> decided = decide(record, operation, before, after);
        if (decided.isEmpty()) {
            return Optional.empty();
        }
        boolean deletes = decided.get().equals(DELETE);
        ChangeHeader header = headers.of(from, decided.get());
        ChangeDraft draft = new ChangeDraft(envelope);
        for (Field field : envelope.fields()) {
            if (!RecordSchemas.isImage(field)) {
                Object value = from.getWithoutDefault(field.name());
                draft.value().put(field, SourceBlock.value(field, value));
            }
        }
        draft.value().put("op", decided.get());
        Row oldRow = before == null ? null : PlannedRow.ofOld(plan, before);
        Row newRow =
                after == null || deletes ? null : PlannedRow.ofNew(plan, after, before, header);
        if (oldRow != null) {
            image(draft, "before", oldImage, oldRow, oldGone);
        }
        if (newRow != null) {
            image(draft, "after", newImage, newRow, newGone);
        }
        boolean sameOperation = decided.get().equals(operation);
        draft.headersOf(record, ofRecordKey(record) && sameOperation ? key : null);
        keyOf(record, draft, oldRow, newRow);
        if (deletes
                && sameOperation
                && plan.softDelete()
                && !isHalfOfMove(record)
                && draft.key() != null) {
            softDelete(draft, before, headers.of(from, DELETE));
        }
        return Optional.of(draft);
    }

    private Optional<String> decide(
            ConnectRecord<?> record, String operation, Row before, Row after) {
        return fate == null
                ? Optional.of(operation)
                : fate.of(operation, before, after, isHalfOfMove(record));
    }

    /** A deletion under the old key, or the insert under the new one that follows it. */
    private static boolean isHalfOfMove(ConnectRecord<?> record) {
        return record.headers().lastWithName(Names.DEBEZIUM_OLD_KEY) != null
                || record.headers().lastWithName(Names.DEBEZIUM_NEW_KEY) != null
                || record.headers().lastWithName(Names.MOVED_KEY) != null;
    }

    private void image(ChangeDraft draft, String name, Struct from, Row made, Set<String> gone) {
        List<String> absent = new ArrayList<>();
        draft.value().put(name, images.make(from, made, gone, absent));
        draft.absent(name, absent);
    }

    private boolean ofRecordKey(ConnectRecord<?> record) {
        return key != null && !key.isOfImages() && record.key() instanceof Struct;
    }

    private void keyOf(ConnectRecord<?> record, ChangeDraft draft, Row oldRow, Row newRow) {
        if (ofRecordKey(record)) {
            draft.key(key.ofKey((Struct) record.key()));
        } else if (key != null && (oldRow != null || newRow != null)) {
            draft.key(key.ofImage(draft.value().getStruct(newRow == null ? "before" : "after")));
            if (oldRow != null && newRow != null && key.moves(oldRow, newRow)) {
                draft.movedKey(key.textsOf(oldRow));
            }
        }
    }

    /** An update of the key's row that writes nothing but what tells of the deletion. */
    private void softDelete(ChangeDraft draft, Row before, ChangeHeader header) {
        boolean[] kept = new boolean[plan.target().columns().size()];
        Struct row = new Struct(images.schema());
        for (int i = 0; i < kept.length; i++) {
            Field field = images.schema().fields().get(i);
            if (plan.tellsOperation(i)) {
                kept[i] = true;
                row.put(field, images.encode(i, plan.value(i, before, before, header)));
            } else if (plan.target().isKey(field.name())) {
                kept[i] = true;
                row.put(field, draft.key().getWithoutDefault(field.name()));
            }
        }
        List<String> absent = new ArrayList<>();
        draft.value().put("after", images.only(row, kept, absent));
        draft.absent("after", absent);
        draft.value().put("op", "u");
    }
}
