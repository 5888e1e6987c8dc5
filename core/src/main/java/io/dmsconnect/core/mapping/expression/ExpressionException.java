// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping.expression;

/** An expression that cannot be compiled, or not be evaluated for a row. Never holds values. */
public final class ExpressionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ExpressionException(String message) {
        super(message);
    }

    ExpressionException(String message, Throwable cause) {
        super(message, cause);
    }
}
