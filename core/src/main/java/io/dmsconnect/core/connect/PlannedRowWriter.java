// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.connect;

import io.dmsconnect.core.event.ChangeHeader;
import io.dmsconnect.core.event.Row;
import io.dmsconnect.core.mapping.TablePlan;
import io.dmsconnect.core.mapping.action.Utf8Mask;
import io.dmsconnect.core.schema.Column;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Supplier;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;

/**
 * Takes rows of a source's table and adds them to a batch as the plan says: what is copied goes as
 * the bytes it is, and only what the plan computes with becomes an object. Not thread-safe.
 */
public final class PlannedRowWriter implements RowWriter {
    private final TablePlan plan;
    private final LoadBatchWriter batch;
    private final Supplier<ChangeHeader> header;
    private final List<Column> columns;
    private final int[] sourceIndexes;
    private final Utf8Mask[] masks;
    private final AvroBytes row = new AvroBytes();
    private final int[] starts;
    private final Row values;
    private int column;

    /**
     * The quickest way the plan allows.
     *
     * @param batch of the plan's target
     */
    public static RowWriter of(
            TablePlan plan, LoadBatchWriter batch, Supplier<ChangeHeader> header) {
        return MaskingRowWriter.of(plan, batch)
                .orElseGet(() -> new PlannedRowWriter(plan, batch, header));
    }

    PlannedRowWriter(TablePlan plan, LoadBatchWriter batch, Supplier<ChangeHeader> header) {
        this.plan = plan;
        this.batch = batch;
        this.header = header;
        this.columns = plan.source().columns();
        this.sourceIndexes = plan.sourceIndexes();
        this.masks = new Utf8Mask[sourceIndexes.length];
        for (int i = 0; i < masks.length; i++) {
            masks[i] = plan.utf8Mask(i).orElse(null);
        }
        this.starts = new int[columns.size() + 1];
        this.values = new Values();
    }

    private AvroBytes next() {
        starts[column++] = row.size();
        return row;
    }

    @Override
    public void addNull() {
        next().addNull();
    }

    @Override
    public void addFlag(boolean value) {
        next().addFlag(value);
    }

    @Override
    public void addNumber(long value) {
        next().addNumber(value);
    }

    @Override
    public void addReal4(float value) {
        next().addReal4(value);
    }

    @Override
    public void addReal8(double value) {
        next().addReal8(value);
    }

    @Override
    public void addBytes(byte[] from, int offset, int length) {
        next().addBytes(from, offset, length);
    }

    @Override
    public void addSpecial(String text) {
        next().addSpecial(text);
    }

    @Override
    public void addValue(int of, Object value) {
        new AvroColumn(columns.get(of)).write(next(), value);
    }

    @Override
    public void endRow() {
        if (column != columns.size()) {
            throw new IllegalStateException(
                    "%d values for %d columns".formatted(column, columns.size()));
        }
        starts[column] = row.size();
        ChangeHeader now = header.get();
        for (int i = 0; i < sourceIndexes.length; i++) {
            int from = sourceIndexes[i];
            if (from >= 0) {
                batch.addEncoded(row, starts[from], starts[from + 1]);
            } else if (masks[i] != null) {
                masked(masks[i], starts[plan.sourceColumn(i)]);
            } else {
                batch.addValue(i, plan.value(i, values, null, now));
            }
        }
        batch.endRow();
        row.reset();
        column = 0;
    }

    /** Of a text, which is null or its UTF-8 behind its length. */
    private void masked(Utf8Mask mask, int start) {
        byte[] bytes = row.array();
        if (bytes[start] == 2 * AvroColumn.NULL) {
            batch.addNull();
            return;
        }
        if (bytes[start] != 2 * AvroColumn.VALUE) {
            throw new IllegalStateException("a text is null or a text");
        }
        int at = start + 1;
        long length = 0;
        int shift = 0;
        do {
            length |= (bytes[at] & 0x7FL) << shift;
            shift += 7;
        } while (bytes[at++] < 0);
        byte[] digits = mask.mask(bytes, at, (int) (length >>> 1));
        batch.addBytes(digits, 0, digits.length);
    }

    /** The row's values as objects, each made when it is asked for. */
    private final class Values implements Row {
        private final AvroColumn[] readers =
                columns.stream().map(AvroColumn::new).toArray(AvroColumn[]::new);
        private BinaryDecoder decoder;

        @Override
        public int size() {
            return readers.length;
        }

        @Override
        public Object value(int of) {
            decoder =
                    DecoderFactory.get()
                            .binaryDecoder(
                                    row.array(), starts[of], starts[of + 1] - starts[of], decoder);
            try {
                return readers[of].read(decoder);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public boolean isPresent(int of) {
            return true;
        }
    }
}
