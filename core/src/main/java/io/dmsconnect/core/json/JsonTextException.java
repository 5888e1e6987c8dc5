// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.json;

/** A text that is no JSON; the message says where and why, without naming the document. */
public final class JsonTextException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    JsonTextException(String message) {
        super(message);
    }
}
