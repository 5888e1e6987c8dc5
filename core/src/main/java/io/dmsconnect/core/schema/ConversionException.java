// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.schema;

/** A value that has no equal in the type it is converted to. Never holds the value. */
public final class ConversionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ConversionException(String message) {
        super(message);
    }
}
