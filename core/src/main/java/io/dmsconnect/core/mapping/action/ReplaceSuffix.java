// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping.action;

record ReplaceSuffix(String old, String value) implements NameAction {
    @Override
    public String rename(String name) {
        return name.endsWith(old) ? name.substring(0, name.length() - old.length()) + value : name;
    }
}
