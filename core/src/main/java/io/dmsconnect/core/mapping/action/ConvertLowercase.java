// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping.action;

import java.util.Locale;

record ConvertLowercase() implements NameAction {
    @Override
    public String rename(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
