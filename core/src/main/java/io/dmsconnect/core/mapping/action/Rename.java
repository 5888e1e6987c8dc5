// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping.action;

/** Is called so. */
public record Rename(String value) implements NameAction {
    @Override
    public String rename(String name) {
        return value;
    }
}
