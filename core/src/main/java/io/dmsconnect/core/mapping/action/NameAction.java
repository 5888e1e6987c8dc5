// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping.action;

/** Gives a schema, table or column another name. */
public sealed interface NameAction extends Action
        permits AddPrefix,
                AddSuffix,
                ConvertLowercase,
                ConvertUppercase,
                RemovePrefix,
                RemoveSuffix,
                Rename,
                ReplacePrefix,
                ReplaceSuffix {
    String rename(String name);
}
