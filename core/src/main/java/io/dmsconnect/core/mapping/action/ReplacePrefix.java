// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping.action;

record ReplacePrefix(String old, String value) implements NameAction {
    @Override
    public String rename(String name) {
        return name.startsWith(old) ? value + name.substring(old.length()) : name;
    }
}
