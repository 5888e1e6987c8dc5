// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.connect;

import io.dmsconnect.core.event.RawRows;
import io.dmsconnect.core.schema.DataType;
import io.dmsconnect.core.schema.Table;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Function;
import org.apache.avro.file.DataFileReader;

/**
 * Reads what {@link AvroColumn} writes, as Avro's specification has it: unions by their branch,
 * integers as variable-length zig-zag numbers, texts and bytes with their length before them.
 */
final class AvroRows implements RawRows {
    private final DataFileReader<?> file;
    private final DataType.Kind[] kinds;
    private final Function<Exception, RuntimeException> damaged;
    private byte[] buffer = {};
    private int at;
    private int end;
    private long rowsInBlock;
    private int column;
    private long number;
    private double real;
    private int offset;
    private int length;

    AvroRows(DataFileReader<?> file, Table table, Function<Exception, RuntimeException> damaged) {
        this.file = file;
        this.damaged = damaged;
        this.kinds =
                table.columns().stream()
                        .map(column -> column.type().kind())
                        .toArray(DataType.Kind[]::new);
        this.column = kinds.length;
    }

    @Override
    public boolean nextRow() {
        if (column != kinds.length) {
            throw new IllegalStateException("a row was left in the middle");
        }
        while (rowsInBlock == 0) {
            if (at != end) {
                throw damaged.apply(new IOException("bytes behind the last row of a block"));
            }
            if (!nextBlock()) {
                return false;
            }
        }
        rowsInBlock--;
        column = 0;
        return true;
    }

    private boolean nextBlock() {
        try {
            if (!file.hasNext()) {
                return false;
            }
            ByteBuffer block = file.nextBlock();
            rowsInBlock = file.getBlockCount();
            buffer = block.array();
            at = block.arrayOffset() + block.position();
            end = at + block.remaining();
            return true;
        } catch (IOException | RuntimeException e) {
            throw damaged.apply(e);
        }
    }

    @Override
    public Form nextValue() {
        try {
            return value(kinds[column++]);
        } catch (ArrayIndexOutOfBoundsException | IOException e) {
            throw damaged.apply(e);
        }
    }

    private Form value(DataType.Kind kind) throws IOException {
        long branch = varint();
        if (branch == 0) {
            return Form.NULL;
        }
        if (branch != 1) {
            slice();
            return Form.SPECIAL;
        }
        switch (kind) {
            case BOOLEAN -> {
                number = buffer[at++];
                return Form.FLAG;
            }
            case INT1, INT2, INT4, INT8, UINT1, UINT2, UINT4, DATE, TIME, DATETIME, DATETIME_TZ -> {
                number = varint();
                return Form.NUMBER;
            }
            case REAL4 -> {
                real = Float.intBitsToFloat((int) fixed(4));
                return Form.REAL;
            }
            case REAL8 -> {
                real = Double.longBitsToDouble(fixed(8));
                return Form.REAL;
            }
            case UINT8, NUMERIC, STRING, WSTRING, CLOB, NCLOB -> {
                slice();
                return Form.TEXT;
            }
            case BYTES, BLOB -> {
                slice();
                return Form.BYTES;
            }
            default -> throw new IllegalStateException("" + kind);
        }
    }

    private long varint() {
        long value = 0;
        int shift = 0;
        byte next;
        do {
            next = buffer[at++];
            value |= (next & 0x7FL) << shift;
            shift += 7;
        } while (next < 0 && shift < 64);
        return (value >>> 1) ^ -(value & 1);
    }

    /** Least significant byte first. */
    private long fixed(int bytes) {
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            value |= (buffer[at++] & 0xFFL) << (8 * i);
        }
        return value;
    }

    private void slice() throws IOException {
        long bytes = varint();
        if (bytes < 0 || bytes > end - at) {
            throw new IOException("a length beyond the block");
        }
        offset = at;
        length = (int) bytes;
        at += length;
    }

    @Override
    public long number() {
        return number;
    }

    @Override
    public double real() {
        return real;
    }

    @Override
    public byte[] array() {
        return buffer;
    }

    @Override
    public int offset() {
        return offset;
    }

    @Override
    public int length() {
        return length;
    }
}
