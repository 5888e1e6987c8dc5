// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping.action;

/** What a transformation rule does to each object its locator matches. */
public sealed interface Action
        permits AddBeforeImage,
                AddColumn,
                ChangeDataType,
                DefinePrimaryKey,
                IncludeColumn,
                MaskColumn,
                NameAction,
                RemoveColumn,
                RenameByExpression {}
