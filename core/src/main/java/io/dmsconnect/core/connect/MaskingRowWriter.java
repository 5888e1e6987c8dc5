// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.connect;

import io.dmsconnect.core.mapping.TablePlan;
import io.dmsconnect.core.mapping.action.Utf8Mask;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Adds rows of a source's table to a batch, column by column as they come, where the plan copies,
 * masks and leaves out only and keeps the order: no row has to be kept. Not thread-safe.
 */
final class MaskingRowWriter implements RowWriter {
    /** Of a column that the target does not have. */
    private static final int LEFT_OUT = -1;

    private final LoadBatchWriter batch;
    private final int[] targets;
    private final Utf8Mask[] masks;
    private int column;

    private MaskingRowWriter(LoadBatchWriter batch, int[] targets, Utf8Mask[] masks) {
        this.batch = batch;
        this.targets = targets;
        this.masks = masks;
    }

    /** Empty where the plan asks for more. */
    static Optional<RowWriter> of(TablePlan plan, LoadBatchWriter batch) {
        int columns = plan.source().columns().size();
        int[] targets = new int[columns];
        Arrays.fill(targets, LEFT_OUT);
        Utf8Mask[] masks = new Utf8Mask[columns];
        int[] copied = plan.sourceIndexes();
        int last = -1;
        for (int i = 0; i < copied.length; i++) {
            int source = plan.sourceColumn(i);
            Utf8Mask mask = plan.utf8Mask(i).orElse(null);
            if (source <= last || copied[i] < 0 && mask == null) {
                return Optional.empty();
            }
            targets[source] = i;
            masks[source] = mask;
            last = source;
        }
        return Optional.of(new MaskingRowWriter(batch, targets, masks));
    }

    /** True where the next column is one of the target's, as it is. */
    private boolean copies() {
        int of = column++;
        if (masks[of] != null) {
            throw new IllegalStateException("a text that is masked comes as something else");
        }
        return targets[of] != LEFT_OUT;
    }

    @Override
    public void addNull() {
        if (targets[column++] != LEFT_OUT) {
            batch.addNull();
        }
    }

    @Override
    public void addFlag(boolean value) {
        if (copies()) {
            batch.addFlag(value);
        }
    }

    @Override
    public void addNumber(long value) {
        if (copies()) {
            batch.addNumber(value);
        }
    }

    @Override
    public void addReal4(float value) {
        if (copies()) {
            batch.addReal4(value);
        }
    }

    @Override
    public void addReal8(double value) {
        if (copies()) {
            batch.addReal8(value);
        }
    }

    @Override
    public void addBytes(byte[] from, int offset, int length) {
        if (masks[column] == null) {
            if (copies()) {
                batch.addBytes(from, offset, length);
            }
        } else {
            byte[] masked = masks[column++].mask(from, offset, length);
            batch.addBytes(masked, 0, masked.length);
        }
    }

    @Override
    public void addSpecial(String text) {
        if (copies()) {
            batch.addSpecial(text);
        }
    }

    @Override
    public void addValue(int of, Object value) {
        if (value == null) {
            addNull();
        } else if (masks[column] != null && value instanceof String text) {
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            addBytes(utf8, 0, utf8.length);
        } else {
            int target = targets[column];
            if (copies()) {
                batch.addValue(target, value);
            }
        }
    }

    @Override
    public void endRow() {
        if (column != targets.length) {
            throw new IllegalStateException(
                    "%d values for %d columns".formatted(column, targets.length));
        }
        batch.endRow();
        column = 0;
    }
}
