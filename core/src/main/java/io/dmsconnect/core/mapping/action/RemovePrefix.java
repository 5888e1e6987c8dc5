// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping.action;

record RemovePrefix(String value) implements NameAction {
    @Override
    public String rename(String name) {
        return name.startsWith(value) ? name.substring(value.length()) : name;
    }
}
