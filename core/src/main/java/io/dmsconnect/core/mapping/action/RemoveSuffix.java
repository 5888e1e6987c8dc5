// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping.action;

record RemoveSuffix(String value) implements NameAction {
    @Override
    public String rename(String name) {
        return name.endsWith(value) ? name.substring(0, name.length() - value.length()) : name;
    }
}
