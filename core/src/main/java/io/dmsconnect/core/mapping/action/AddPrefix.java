// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping.action;

record AddPrefix(String value) implements Action {
    @Override
    public void edit(Draft object) {
        object.rename(value + object.name());
    }
}
