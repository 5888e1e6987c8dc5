// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.rds.apply;

import io.dmsconnect.core.event.LargeValue;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * One row in the text form of COPY and LOAD DATA, made while it is read: fields between tabs,
 * escaped, bytes as hexadecimal digits, a line feed at the end.
 */
final class RowText extends InputStream {
    private static final int CHUNK = 1 << 15;
    private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    /** What stands for one byte; null for itself. */
    private final byte[][] escapes = new byte[256][];

    private final Deque<Part> parts = new ArrayDeque<>();
    private final byte[] read = new byte[CHUNK];
    private final byte[] made = new byte[CHUNK * 2];
    private InputStream in;
    private int at;
    private int end;

    private enum Form {
        AS_IS,
        ESCAPED,
        HEXADECIMAL
    }

    private record Part(LargeValue value, Form form) {}

    private record Small(byte[] array) implements LargeValue {
        @Override
        public long bytes() {
            return array.length;
        }

        @Override
        public InputStream open() {
            return new ByteArrayInputStream(array);
        }
    }

    /**
     * @param escaped characters that are written as a backslash and the letter behind them here
     */
    RowText(String escaped) {
        for (int i = 0; i < escaped.length(); i += 2) {
            escapes[escaped.charAt(i)] = new byte[] {'\\', (byte) escaped.charAt(i + 1)};
        }
    }

    void asIs(String text) {
        parts.add(new Part(new Small(text.getBytes(StandardCharsets.UTF_8)), Form.AS_IS));
    }

    void text(String text) {
        parts.add(new Part(new Small(text.getBytes(StandardCharsets.UTF_8)), Form.ESCAPED));
    }

    void text(LargeValue value) {
        parts.add(new Part(value, Form.ESCAPED));
    }

    void hexadecimal(LargeValue value) {
        parts.add(new Part(value, Form.HEXADECIMAL));
    }

    /** Is there something from {@code at} to {@code end}? */
    private boolean fill() throws IOException {
        while (at == end) {
            if (parts.isEmpty()) {
                return false;
            }
            if (in == null) {
                in = parts.peek().value().open();
            }
            int count = in.read(read);
            if (count < 0) {
                in.close();
                in = null;
                parts.poll();
            } else {
                at = 0;
                end = 0;
                make(count, parts.peek().form());
            }
        }
        return true;
    }

    private void make(int count, Form form) {
        for (int i = 0; i < count; i++) {
            byte[] escape = form == Form.ESCAPED ? escapes[read[i] & 0xff] : null;
            if (escape != null) {
                made[end++] = escape[0];
                made[end++] = escape[1];
            } else if (form == Form.HEXADECIMAL) {
                made[end++] = DIGITS[read[i] >> 4 & 0xf];
                made[end++] = DIGITS[read[i] & 0xf];
            } else {
                made[end++] = read[i];
            }
        }
    }

    @Override
    public int read() throws IOException {
        return fill() ? made[at++] & 0xff : -1;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int count = Math.min(length, end - at);
        System.arraycopy(made, at, bytes, offset, count);
        at += count;
        return count;
    }

    @Override
    public void close() throws IOException {
        if (in != null) {
            in.close();
        }
    }
}
