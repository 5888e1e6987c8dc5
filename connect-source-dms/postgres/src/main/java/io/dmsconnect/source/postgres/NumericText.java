// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.postgres;

import io.dmsconnect.core.connect.LoadBatchWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * PostgreSQL's numeric (digits to the base 10,000 from the point outwards) as decimal text with
 * exactly the digits behind the point that it is shown with. Not thread-safe.
 */
final class NumericText {
    private static final int NEGATIVE = 0x4000;
    private static final int NAN = 0xC000;
    private static final int INFINITY = 0xD000;
    private static final int MINUS_INFINITY = 0xF000;
    private static final int HEADER = 8;
    private static final int GROUP = 4;

    private byte[] text = new byte[64];

    void add(byte[] from, int at, int length, LoadBatchWriter batch) {
        int groups = int2(from, at);
        int weight = (short) int2(from, at + 2);
        int sign = int2(from, at + 4);
        int scale = int2(from, at + 6);
        if (sign == NAN || sign == INFINITY || sign == MINUS_INFINITY) {
            byte[] name =
                    (sign == NAN ? "NaN" : sign == INFINITY ? "Infinity" : "-Infinity")
                            .getBytes(StandardCharsets.US_ASCII);
            batch.addBytes(name, 0, name.length);
            return;
        }
        int before = Math.max(1, (weight + 1) * GROUP);
        int most = before + scale + GROUP + 2;
        if (text.length < most) {
            text = new byte[most];
        }
        int size = 0;
        if (sign == NEGATIVE) {
            text[size++] = '-';
        }
        int digits = at + HEADER;
        int first = size;
        for (int group = 0; group <= weight; group++) {
            size = put(size, group < groups ? int2(from, digits + 2 * group) : 0);
        }
        size = withoutLeadingZeros(first, size);
        if (scale > 0) {
            text[size++] = '.';
            int end = size + scale;
            for (int group = weight + 1; size < end; group++) {
                boolean there = group >= 0 && group < groups;
                size = put(size, there ? int2(from, digits + 2 * group) : 0);
            }
            size = end;
        }
        batch.addBytes(text, 0, size);
    }

    private int put(int to, int group) {
        text[to] = (byte) ('0' + group / 1000);
        text[to + 1] = (byte) ('0' + group / 100 % 10);
        text[to + 2] = (byte) ('0' + group / 10 % 10);
        text[to + 3] = (byte) ('0' + group % 10);
        return to + GROUP;
    }

    /** But one where there is nothing else. */
    private int withoutLeadingZeros(int first, int size) {
        int from = first;
        while (from < size - 1 && text[from] == '0') {
            from++;
        }
        if (from == size) {
            text[size] = '0';
            return size + 1;
        }
        if (from > first) {
            System.arraycopy(text, from, text, first, size - from);
            Arrays.fill(text, first + size - from, size, (byte) 0);
        }
        return size - (from - first);
    }

    private static int int2(byte[] from, int at) {
        return (from[at] & 0xFF) << 8 | from[at + 1] & 0xFF;
    }
}
