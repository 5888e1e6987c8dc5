// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping.action;

import java.util.Locale;

record ConvertUppercase() implements Action {
    @Override
    public void edit(Draft object) {
        object.rename(object.name().toUpperCase(Locale.ROOT));
    }
}
