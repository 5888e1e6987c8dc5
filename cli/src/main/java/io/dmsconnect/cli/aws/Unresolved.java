// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** A value that a template leaves to its tool: a parameter, an output of another resource. */
public final class Unresolved {
    /** No tool of AWS has a member like that. */
    private static final String MEMBER = "(not resolved)";

    private Unresolved() {}

    static ObjectNode of(String what) {
        return JsonNodeFactory.instance.objectNode().put(MEMBER, what);
    }

    /** What the template says in place of the value. */
    public static Optional<String> in(JsonNode value) {
        return value.isObject() && value.has(MEMBER)
                ? Optional.of(value.get(MEMBER).asText())
                : Optional.empty();
    }
}
