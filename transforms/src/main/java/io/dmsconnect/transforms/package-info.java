/** Single message transforms, one class each. */
package io.dmsconnect.transforms;
