// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** The line of each value in a JSON document, by its path. Made only when something is wrong. */
final class SourceLines {
    /** Rules nest less deep; what is below has the line of what it is in. */
    private static final int DEEPEST = 8;

    private final Map<String, Integer> lines = new HashMap<>();

    private SourceLines() {}

    static SourceLines of(String json) {
        SourceLines lines = new SourceLines();
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            parser.nextToken();
            lines.walk(parser, "", 0);
        } catch (IOException e) {
            // the document was read before: whatever this is, the problem is told without a line
            return lines;
        }
        return lines;
    }

    static String child(String path, String member) {
        return path.isEmpty() ? member : path + "." + member;
    }

    static String element(String path, int index) {
        return path + "[" + index + "]";
    }

    private void walk(JsonParser parser, String path, int depth) throws IOException {
        lines.put(path, parser.currentTokenLocation().getLineNr());
        if (depth == DEEPEST) {
            parser.skipChildren();
        } else if (parser.currentToken() == JsonToken.START_OBJECT) {
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String member = parser.currentName();
                parser.nextToken();
                walk(parser, child(path, member), depth + 1);
            }
        } else if (parser.currentToken() == JsonToken.START_ARRAY) {
            for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
                walk(parser, element(path, i), depth + 1);
            }
        }
    }

    /** Of the value, or where it is missing of the object it should be in; 0 for unknown. */
    int line(String path) {
        String at = path;
        while (!lines.containsKey(at) && !at.isEmpty()) {
            at = at.substring(0, Math.max(Math.max(at.lastIndexOf('.'), at.lastIndexOf('[')), 0));
        }
        return lines.getOrDefault(at, 0);
    }
}
