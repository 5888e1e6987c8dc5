// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source.binlog.debezium;

import io.dmsconnect.core.failure.FailureKind;
import io.dmsconnect.core.failure.ReplicationException;
import java.nio.charset.Charset;
import java.util.Map;
import java.util.Set;

/** The servers' character sets of more than one byte a character, by Java's names. */
final class WideCharsets {
    private static final Map<String, String> NAMES =
            Map.ofEntries(
                    Map.entry("utf8", "UTF-8"),
                    Map.entry("utf8mb3", "UTF-8"),
                    Map.entry("utf8mb4", "UTF-8"),
                    Map.entry("ucs2", "UTF-16BE"),
                    Map.entry("utf16", "UTF-16BE"),
                    Map.entry("utf16le", "UTF-16LE"),
                    Map.entry("utf32", "UTF-32BE"),
                    Map.entry("big5", "Big5"),
                    Map.entry("gb2312", "GB2312"),
                    Map.entry("gbk", "GBK"),
                    Map.entry("gb18030", "GB18030"),
                    Map.entry("euckr", "EUC-KR"),
                    Map.entry("sjis", "Shift_JIS"),
                    Map.entry("cp932", "windows-31j"),
                    Map.entry("ujis", "EUC-JP"),
                    Map.entry("eucjpms", "x-eucJP-Open"));

    /** Those of one and two bytes, some with more: of these the server has its own tables. */
    private static final Set<String> PAIRS =
            Set.of(
                    "big5", "gb2312", "gbk", "gb18030", "euckr", "sjis", "cp932", "ujis", "eucjpms");

    private WideCharsets() {}

    static boolean hasPairs(String name) {
        return PAIRS.contains(name);
    }

    static Charset of(String name, String column) {
        String java = NAMES.get(name);
        if (java == null || !Charset.isSupported(java)) {
            throw new ReplicationException(
                    FailureKind.TABLE,
                    "column " + column,
                    "its character set %s is not known; exclude the table or convert the column"
                            .formatted(name));
        }
        return Charset.forName(java);
    }
}
