// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads JSON: one value with nothing behind it, numbers exactly as they are written. A byte order
 * mark is no part of the text. A member may be given twice where both say the same, as {@code
 * "rule-id": "1", "rule-id": 1} does, or where one is null; otherwise nobody knows which is meant,
 * and the document is refused with all such members.
 */
public final class JsonText {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final JsonParser parser;
    private final List<String> twice = new ArrayList<>();

    private JsonText(JsonParser parser) {
        this.parser = parser;
    }

    /**
     * @return a missing node for an empty text
     * @throws JsonTextException where it is no JSON, with line and column
     */
    public static JsonNode read(String json) {
        try (JsonParser parser = FACTORY.createParser(withoutByteOrderMark(json))) {
            return new JsonText(parser).document();
        } catch (JsonProcessingException e) {
            throw new JsonTextException(place(e.getLocation()) + what(e));
        } catch (IOException e) {
            throw new UncheckedIOException(e); // of a text in memory: there is none
        }
    }

    /** As it is read; lines and columns are those of this text. */
    public static String withoutByteOrderMark(String json) {
        return json.startsWith("\uFEFF") ? json.substring(1) : json;
    }

    private JsonNode document() throws IOException {
        if (parser.nextToken() == null) {
            return MissingNode.getInstance();
        }
        JsonNode root = value();
        if (parser.nextToken() != null) {
            throw new JsonTextException(
                    place(parser.currentTokenLocation())
                            + "there is more behind the end of the document");
        }
        if (!twice.isEmpty()) {
            throw new JsonTextException(String.join("; ", twice));
        }
        return root;
    }

    private JsonNode value() throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object();
            case START_ARRAY -> array();
            case VALUE_STRING -> NODES.textNode(parser.getText());
            case VALUE_NUMBER_INT -> integer();
            case VALUE_NUMBER_FLOAT -> DecimalNode.valueOf(parser.getDecimalValue());
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            default -> NODES.nullNode();
        };
    }

    private JsonNode integer() throws IOException {
        return switch (parser.getNumberType()) {
            case INT -> NODES.numberNode(parser.getIntValue());
            case LONG -> NODES.numberNode(parser.getLongValue());
            default -> NODES.numberNode(parser.getBigIntegerValue());
        };
    }

    private ArrayNode array() throws IOException {
        ArrayNode array = NODES.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            array.add(value());
        }
        return array;
    }

    private ObjectNode object() throws IOException {
        ObjectNode object = NODES.objectNode();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            JsonLocation at = parser.currentTokenLocation();
            parser.nextToken();
            JsonNode value = value();
            JsonNode before = object.get(name);
            if (before == null || before.isNull()) {
                object.set(name, value);
            } else if (!value.isNull() && !saysTheSame(before, value)) {
                twice.add(
                        "%sDuplicate member '%s': it is given twice, and not with one value"
                                .formatted(place(at), name));
            }
        }
        return object;
    }

    /** A number and a boolean may be written as texts. */
    private static boolean saysTheSame(JsonNode one, JsonNode other) {
        return one.equals(other)
                || one.isValueNode() && other.isValueNode() && one.asText().equals(other.asText());
    }

    private static String place(JsonLocation at) {
        return at == null ? "" : "line %d, column %d: ".formatted(at.getLineNr(), at.getColumnNr());
    }

    /** Without Jackson's remarks about itself. */
    private static String what(JsonProcessingException e) {
        return e.getOriginalMessage()
                .replaceAll("(?s) \\((start marker|bound as).*", "")
                .lines()
                .findFirst()
                .orElse("not JSON");
    }
}
