// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping.action;

record AddPrefix(String value) implements NameAction {
    @Override
    public String rename(String name) {
        return value + name;
    }
}
