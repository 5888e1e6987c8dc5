// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping.action;

record AddSuffix(String value) implements NameAction {
    @Override
    public String rename(String name) {
        return name + value;
    }
}
