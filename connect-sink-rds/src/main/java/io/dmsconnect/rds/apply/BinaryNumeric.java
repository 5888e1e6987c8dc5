// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.rds.apply;

import io.dmsconnect.core.event.RawRows;

/**
 * Decimal text as PostgreSQL's numeric: digits to the base 10,000 from the point outwards, how many
 * of them before it, sign, digits to show behind it.
 */
final class BinaryNumeric {
    private static final int NEGATIVE = 0x4000;
    private static final int GROUP = 4;
    private static final int LONGEST = 16_000;

    private BinaryNumeric() {}

    static void write(RawRows.Form form, RawRows value, Bytes out) {
        if (form != RawRows.Form.TEXT || value.length() == 0 || value.length() > LONGEST) {
            throw new UnfitValueException();
        }
        byte[] text = value.array();
        int at = value.offset();
        int end = at + value.length();
        boolean negative = text[at] == '-';
        if (negative || text[at] == '+') {
            at++;
        }
        int point = at;
        while (point < end && text[point] != '.') {
            checkDigit(text[point++]);
        }
        while (at < point && text[at] == '0') {
            at++;
        }
        int scale = Math.max(0, end - point - 1);
        int before = (point - at + GROUP - 1) / GROUP;
        int groups = before + (scale + GROUP - 1) / GROUP;
        out.put4(2 * groups + 8);
        out.put2(groups);
        out.put2(before - 1);
        out.put2(negative ? NEGATIVE : 0);
        out.put2(scale);
        int from = point - before * GROUP;
        for (int group = 0; group < before; group++, from += GROUP) {
            int digits = 0;
            for (int i = Math.max(from, at); i < from + GROUP; i++) {
                digits = digits * 10 + text[i] - '0';
            }
            out.put2(digits);
        }
        for (int first = point + 1; first < end; first += GROUP) {
            int digits = 0;
            for (int i = first; i < first + GROUP; i++) {
                digits = digits * 10 + (i < end ? checkDigit(text[i]) - '0' : 0);
            }
            out.put2(digits);
        }
    }

    private static byte checkDigit(byte digit) {
        if (digit < '0' || digit > '9') {
            // NaN, an infinity, an exponent
            throw new UnfitValueException();
        }
        return digit;
    }
}
