/** Gives stubs their bodies. A class file that declares some comes in; the same with bodies that call the bridge goes out. */
package dev.fluxion.agent.instrument.stub;
