package dev.fluxion.agent.derive.random;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/** A method's instructions while they are made, with the types of what is on the operand stack. */
final class Code implements Opcodes {
    /** A place to come back to. */
    record Place(CodeBlock block, List<Type> stack, boolean reachable) {}

    private static final Type ADDRESS = Type.getObjectType("returnAddress");

    private final List<CodeBlock> blocks = new ArrayList<>();
    private final Map<LabelNode, List<Type>> expected = new HashMap<>();
    private List<Type> stack = new ArrayList<>();
    private List<Landing> protection = List.of();
    private CodeBlock current;
    private boolean reachable = true;
    private int deepest;
    private boolean subroutines;

    Code() {
        start(new LabelNode());
    }

    private void start(LabelNode label) {
        current = new CodeBlock(label);
        blocks.add(current);
    }

    List<CodeBlock> blocks() {
        return blocks;
    }

    boolean isReachable() {
        return reachable;
    }

    boolean hasSubroutines() {
        return subroutines;
    }

    int height() {
        return stack.size();
    }

    /** @param depth 0 for the top */
    Type below(int depth) {
        return stack.get(stack.size() - 1 - depth);
    }

    List<Landing> protection() {
        return protection;
    }

    void protect(List<Landing> landings) {
        protection = List.copyOf(landings);
    }

    void instruction(AbstractInsnNode node, int pops, Type... pushes) {
        stack.subList(stack.size() - pops, stack.size()).clear();
        stack.addAll(Arrays.asList(pushes));
        current.instructions.add(new CodeBlock.Placed(node, protection));
        deepest = Math.max(deepest, stack.stream().mapToInt(Type::getSize).sum());
    }

    /** How much room the stack needs, with an exception, or a return address on it. */
    int deepest() {
        return deepest + 1;
    }

    void plain(int opcode, int pops, Type... pushes) {
        instruction(new InsnNode(opcode), pops, pushes);
    }

    /** An instruction of which the stack's types afterwards are known only as a rearrangement. */
    void rearrange(int opcode, Type... top) {
        stack.subList(stack.size() - top.length, stack.size()).clear();
        stack.addAll(Arrays.asList(top));
        plain(opcode, 0);
    }

    void nothing() {
        plain(NOP, 0);
    }

    void constant(Object value, Type type) {
        if (value == null) {
            plain(ACONST_NULL, 0, type);
        } else if (value instanceof Integer i && i >= -1 && i <= 5) {
            plain(ICONST_0 + i, 0, type);
        } else {
            instruction(new LdcInsnNode(value), 0, type);
        }
    }

    void whole(int value) {
        constant(value, Type.INT_TYPE);
    }

    void load(Type type, int slot) {
        instruction(new VarInsnNode(type.getOpcode(ILOAD), slot), 0, type);
    }

    void store(int slot) {
        instruction(new VarInsnNode(below(0).getOpcode(ISTORE), slot), 1);
    }

    void pop() {
        plain(below(0).getSize() == 2 ? POP2 : POP, 1);
    }

    /** A jump; what it tests is popped. */
    void jump(int opcode, LabelNode target, int pops) {
        instruction(new JumpInsnNode(opcode, target), pops);
        reach(target, stack);
        if (opcode == GOTO || opcode == CodeLayout.GOTO_WIDE) {
            end();
        } else {
            cut();
        }
    }

    void choose(AbstractInsnNode choice, Collection<LabelNode> targets) {
        instruction(choice, 1);
        targets.forEach(target -> reach(target, stack));
        end();
    }

    void choose(LabelNode otherwise, int[] keys, LabelNode[] targets, boolean table) {
        List<LabelNode> all = new ArrayList<>(Arrays.asList(targets));
        all.add(otherwise);
        if (!table) {
            choose(new LookupSwitchInsnNode(otherwise, keys, targets), all);
            return;
        }
        LabelNode[] dense = new LabelNode[keys[keys.length - 1] - keys[0] + 1];
        Arrays.fill(dense, otherwise);
        for (int i = 0; i < keys.length; i++) {
            dense[keys[i] - keys[0]] = targets[i];
        }
        choose(new TableSwitchInsnNode(keys[0], keys[keys.length - 1], otherwise, dense), all);
    }

    /** Return or throw. */
    void leave(int opcode, int pops) {
        plain(opcode, pops);
        end();
    }

    /** Calls a subroutine, which finds a return address on the stack. */
    void call(LabelNode subroutine) {
        subroutines = true;
        instruction(new JumpInsnNode(JSR, subroutine), 0);
        List<Type> inside = new ArrayList<>(stack);
        inside.add(ADDRESS);
        reach(subroutine, inside);
        cut();
    }

    void returnFromSubroutine(int slot) {
        instruction(new VarInsnNode(RET, slot), 0);
        end();
    }

    private void reach(LabelNode target, List<Type> types) {
        current.targets.add(target);
        if (reachable) {
            expect(target, types);
        }
    }

    private void expect(LabelNode target, List<Type> types) {
        List<Type> known = expected.putIfAbsent(target, List.copyOf(types));
        if (known != null && !known.equals(types)) {
            throw new IllegalStateException("a join of " + known + " and " + types);
        }
    }

    private void end() {
        reachable = false;
        start(new LabelNode());
    }

    /** Starts another block, to which this one falls through. */
    void cut() {
        CodeBlock before = current;
        start(new LabelNode());
        before.next = current;
    }

    /** Whoever jumps to the label comes here. */
    void mark(LabelNode label) {
        CodeBlock before = current;
        start(label);
        if (reachable) {
            before.next = current;
            expect(label, stack);
        } else if (expected.containsKey(label)) {
            stack = new ArrayList<>(expected.get(label));
            reachable = true;
        }
    }

    /** Somebody will jump here who comes later, with the stack as it is. */
    void foresee(LabelNode label) {
        if (reachable) {
            expect(label, stack);
        }
    }

    /** An exception of the type comes here, once something that it protects is made. */
    void mark(Landing landing) {
        expected.put(landing.label(), List.of(Type.getObjectType(landing.caught())));
        mark(landing.label());
    }

    /** Leaves the place for code that belongs elsewhere. */
    Place aside() {
        Place place = new Place(current, new ArrayList<>(stack), reachable);
        end();
        return place;
    }

    void resume(Place place) {
        current = place.block();
        stack = new ArrayList<>(place.stack());
        reachable = place.reachable();
    }

    /** What is on the stack according to the code that cannot be reached and is made no more. */
    List<Type> stack() {
        return List.copyOf(stack);
    }

    void assume(List<Type> types) {
        stack = new ArrayList<>(types);
    }
}
