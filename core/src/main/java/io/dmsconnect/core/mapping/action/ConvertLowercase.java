// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping.action;

import java.util.Locale;

record ConvertLowercase() implements Action {
    @Override
    public void edit(Draft object) {
        object.rename(object.name().toLowerCase(Locale.ROOT));
    }
}
