// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping.action;

/** Is accepted, and does nothing on the targets there are (tablespaces). */
public record NoEffect() implements Action {}
