// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.connect;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes in Avro's binary encoding that grow. Not thread-safe. */
final class AvroBytes {
    private static final int FIRST = 1 << 16;

    private byte[] array = new byte[FIRST];
    private int size;

    private void room(int more) {
        if (array.length - size < more) {
            int wanted = Math.addExact(size, more);
            array =
                    Arrays.copyOf(
                            array,
                            (int)
                                    Math.max(
                                            Math.min(array.length * 2L, Integer.MAX_VALUE - 8),
                                            wanted));
        }
    }

    /** An int or a long: zig-zag, seven bits a byte. */
    void number(long value) {
        room(10);
        long rest = (value << 1) ^ (value >> 63);
        while ((rest & ~0x7FL) != 0) {
            array[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        array[size++] = (byte) rest;
    }

    void flag(boolean value) {
        room(1);
        array[size++] = (byte) (value ? 1 : 0);
    }

    void float4(float value) {
        int bits = Float.floatToRawIntBits(value);
        room(4);
        for (int i = 0; i < 4; i++) {
            array[size++] = (byte) (bits >>> 8 * i);
        }
    }

    void float8(double value) {
        long bits = Double.doubleToRawLongBits(value);
        room(8);
        for (int i = 0; i < 8; i++) {
            array[size++] = (byte) (bits >>> 8 * i);
        }
    }

    /** A text's UTF-8, or bytes. */
    void bytes(byte[] from, int offset, int length) {
        number(length);
        room(length);
        System.arraycopy(from, offset, array, size, length);
        size += length;
    }

    // values of columns, each with the branch of its union before it

    void addNull() {
        number(AvroColumn.NULL);
    }

    void addFlag(boolean value) {
        number(AvroColumn.VALUE);
        flag(value);
    }

    void addNumber(long value) {
        number(AvroColumn.VALUE);
        number(value);
    }

    void addReal4(float value) {
        number(AvroColumn.VALUE);
        float4(value);
    }

    void addReal8(double value) {
        number(AvroColumn.VALUE);
        float8(value);
    }

    void addBytes(byte[] from, int offset, int length) {
        number(AvroColumn.VALUE);
        bytes(from, offset, length);
    }

    void addSpecial(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        number(AvroColumn.SPECIAL);
        bytes(utf8, 0, utf8.length);
    }

    void copy(AvroBytes from, int start, int end) {
        room(end - start);
        System.arraycopy(from.array, start, array, size, end - start);
        size += end - start;
    }

    byte[] array() {
        return array;
    }

    /** As they are. */
    void raw(byte[] from) {
        room(from.length);
        System.arraycopy(from, 0, array, size, from.length);
        size += from.length;
    }

    void truncate(int to) {
        size = to;
    }

    int size() {
        return size;
    }

    ByteBuffer part(int from, int to) {
        return ByteBuffer.wrap(array, from, to - from).slice();
    }

    /** Empty, and no larger than it was made where one row was very large. */
    void reset() {
        size = 0;
        if (array.length > 1 << 24) {
            array = new byte[FIRST];
        }
    }
}
