/**
 * Defines derivatives as hidden companions of the classes that they belong to, and knows of which state of the code they are. A
 * variant that is asked for comes in; a method handle goes out.
 */
package dev.fluxion.agent.link.companion;
