// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.connect;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A list of texts as one header value that every header converter leaves alone: Connect's own
 * SimpleHeaderConverter guesses types from text, so each text is Base64 behind a letter, and null
 * is a dash.
 */
final class HeaderText {
    private HeaderText() {}

    static String of(List<String> texts) {
        StringBuilder joined = new StringBuilder("k");
        for (String text : texts) {
            joined.append('.');
            joined.append(
                    text == null
                            ? "-"
                            : "b"
                                    + Base64.getUrlEncoder()
                                            .withoutPadding()
                                            .encodeToString(text.getBytes(StandardCharsets.UTF_8)));
        }
        return joined.toString();
    }

    static List<String> texts(Object header) {
        List<String> texts = new ArrayList<>();
        String[] parts = header.toString().split("\\.");
        for (int i = 1; i < parts.length; i++) {
            texts.add(
                    parts[i].equals("-")
                            ? null
                            : new String(
                                    Base64.getUrlDecoder().decode(parts[i].substring(1)),
                                    StandardCharsets.UTF_8));
        }
        return texts;
    }
}
