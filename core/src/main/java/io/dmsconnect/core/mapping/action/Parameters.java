// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping.action;

import io.dmsconnect.core.schema.DataType;
import java.util.List;
import java.util.Optional;

/**
 * The members of a rule beside its locator, as an action asks for them. What is wrong with them is
 * reported by the callee, which gives back something harmless.
 */
public interface Parameters {
    /** The text of a member the action cannot do without; empty where it is missing. */
    String required(String member, String meaning);

    Optional<String> text(String member);

    /** Member {@code data-type}, an object; null where it is missing or wrong. */
    DataType dataType();

    /** A member that is an object. */
    Optional<Parameters> nested(String member);

    List<String> texts(String member, String meaning);

    void problem(String member, String what);
}
