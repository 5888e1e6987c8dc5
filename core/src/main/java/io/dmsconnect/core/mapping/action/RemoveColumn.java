// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping.action;

record RemoveColumn() implements Action {
    @Override
    public void edit(Draft object) {
        object.remove();
    }
}
