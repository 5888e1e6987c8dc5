// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.rds.apply;

import java.util.Arrays;

/** Bytes that grow, numbers in network order. Not thread-safe. */
final class Bytes {
    private byte[] array;
    private int size;

    Bytes(int capacity) {
        array = new byte[capacity];
    }

    private void room(int more) {
        if (array.length - size < more) {
            array = Arrays.copyOf(array, Math.max(array.length * 2, size + more));
        }
    }

    void put1(int value) {
        room(1);
        array[size++] = (byte) value;
    }

    void put2(int value) {
        room(2);
        array[size++] = (byte) (value >>> 8);
        array[size++] = (byte) value;
    }

    void put4(int value) {
        room(4);
        set4(size, value);
        size += 4;
    }

    void put8(long value) {
        put4((int) (value >>> 32));
        put4((int) value);
    }

    void put(byte[] from, int offset, int length) {
        room(length);
        System.arraycopy(from, offset, array, size, length);
        size += length;
    }

    void set4(int at, int value) {
        array[at] = (byte) (value >>> 24);
        array[at + 1] = (byte) (value >>> 16);
        array[at + 2] = (byte) (value >>> 8);
        array[at + 3] = (byte) value;
    }

    void clear() {
        size = 0;
    }

    byte[] array() {
        return array;
    }

    int size() {
        return size;
    }
}
