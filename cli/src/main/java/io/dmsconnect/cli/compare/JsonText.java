// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.compare;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.TreeMap;

/** One text for all ways to write the same JSON document. */
final class JsonText {
    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS)
                    .build();

    private JsonText() {}

    /** What is not JSON stays as it is. */
    static String canonical(String text) {
        try {
            StringBuilder out = new StringBuilder();
            write(JSON.readTree(text), out);
            return out.toString();
        } catch (JsonProcessingException e) {
            return text;
        }
    }

    private static void write(JsonNode node, StringBuilder out) {
        if (node.isObject()) {
            TreeMap<String, JsonNode> members = new TreeMap<>();
            node.properties().forEach(member -> members.put(member.getKey(), member.getValue()));
            out.append('{');
            members.forEach(
                    (name, value) -> {
                        out.append(TextNode.valueOf(name)).append(':');
                        write(value, out);
                        out.append(',');
                    });
            out.append('}');
        } else if (node.isArray()) {
            out.append('[');
            for (JsonNode element : node) {
                write(element, out);
                out.append(',');
            }
            out.append(']');
        } else if (node.isNumber()) {
            out.append(Form.number(node.decimalValue().toString()));
        } else {
            out.append(node);
        }
    }
}
