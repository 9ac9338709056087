package dev.fluxion.agent.derive.random;

import dev.fluxion.agent.derive.random.Shapes.Shape;
import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.LabelNode;

/** Code that leaves everything as it is, in ways that no compiler writes. */
final class Disturbances implements Opcodes {
    private static final int NESTING = 2;

    private final Code code;
    private final Shapes shapes;
    private final Locals locals;
    private final String owner;
    private int nesting;

    Disturbances(Code code, Shapes shapes, Locals locals, String owner) {
        this.code = code;
        this.shapes = shapes;
        this.locals = locals;
        this.owner = owner;
    }

    private Draw draw() {
        return shapes.draw();
    }

    /** Whatever the place has. */
    void add() {
        if (!code.isReachable()) {
            return;
        }
        if (shapes.wants(Shape.SHUFFLE)) {
            shuffle();
        }
        if (shapes.wants(Shape.SPILL)) {
            locals.spill(draw().below(Math.min(code.height(), 5) + 1)).reload();
        }
        if (shapes.wants(Shape.CUT)) {
            code.cut();
        }
        if (shapes.wants(Shape.IDLE)) {
            idle();
        }
        if (nesting < NESTING) {
            nesting++;
            branching();
            nesting--;
        }
    }

    private void branching() {
        if (shapes.wants(Shape.DIAMOND)) {
            diamond();
        }
        if (shapes.wants(Shape.FAN)) {
            fan();
        }
        if (shapes.wants(Shape.TURNS)) {
            turns();
        }
        if (shapes.isOld() && shapes.wants(Shape.SUBROUTINE)) {
            LabelNode subroutine = new LabelNode();
            code.call(subroutine);
            subroutine(subroutine, this::arm);
        }
    }

    /** A subroutine that was called. */
    void subroutine(LabelNode label, Runnable body) {
        Code.Place caller = code.aside();
        code.mark(label);
        Type address = code.below(0);
        int slot = locals.take(address);
        code.store(slot);
        body.run();
        code.returnFromSubroutine(slot);
        locals.give(slot, address);
        code.resume(caller);
    }

    /** Code on one of several ways; anything but nothing. */
    private void arm() {
        switch (draw().below(4)) {
            case 0 -> idle();
            case 1 -> locals.spill(draw().below(Math.min(code.height(), 4) + 1)).reload();
            default -> shuffle();
        }
        add();
    }

    private void diamond() {
        LabelNode other = new LabelNode();
        LabelNode join = new LabelNode();
        condition();
        code.jump(draw().of(IFEQ, IFNE, IFLT, IFGE, IFGT, IFLE), other, 1);
        if (draw().chance(0.7)) {
            arm();
        }
        code.jump(GOTO, join, 0);
        code.mark(other);
        arm();
        code.mark(join);
    }

    private void fan() {
        LabelNode join = new LabelNode();
        List<LabelNode> ways = new ArrayList<>(List.of(join));
        for (int i = draw().between(1, 3); i > 0; i--) {
            ways.add(new LabelNode());
        }
        int[] keys = new int[ways.size() - 1];
        int key = draw().between(-2, 0);
        for (int i = 0; i < keys.length; i++) {
            keys[i] = key;
            key += draw().between(1, 2);
        }
        condition();
        code.choose(draw().of(ways), keys, ways.subList(1, ways.size()).toArray(LabelNode[]::new), draw().chance(0.5));
        for (LabelNode way : ways.subList(1, ways.size())) {
            code.mark(way);
            arm();
            if (draw().chance(0.7)) {
                code.jump(GOTO, join, 0);
            }
        }
        code.mark(join);
    }

    /** Sometimes irreducible. */
    private void turns() {
        LabelNode head = new LabelNode();
        LabelNode middle = new LabelNode();
        int counter = locals.take(Type.INT_TYPE);
        code.whole(0);
        code.store(counter);
        if (draw().chance(0.5)) {
            condition();
            code.jump(draw().of(IFEQ, IFNE, IFLT, IFGT), middle, 1);
        }
        code.mark(head);
        arm();
        code.mark(middle);
        if (draw().chance(0.4)) {
            arm();
        }
        int step = draw().of(1, 1, 1000);
        code.instruction(new IincInsnNode(counter, step), 0);
        code.load(Type.INT_TYPE, counter);
        code.whole(step * draw().between(1, 3));
        code.jump(IF_ICMPLT, head, 2);
        locals.give(counter, Type.INT_TYPE);
    }

    /** Pushes an int that no compiler knows. */
    void condition() {
        Variable number = draw().chance(0.5) ? locals.any(Kind.INT) : null;
        Variable real = draw().chance(0.5) ? locals.any(Kind.DOUBLE) : null;
        if (number != null) {
            locals.load(number);
        } else if (real != null) {
            locals.load(real);
            code.constant(draw().number(), Type.DOUBLE_TYPE);
            code.plain(draw().of(DCMPL, DCMPG), 2, Type.INT_TYPE);
        } else if (draw().chance(0.5)) {
            field(Constants.TABLE);
            code.whole(draw().below(5));
            code.plain(IALOAD, 2, Type.INT_TYPE);
        } else {
            field(Constants.OFFSET);
            code.plain(D2I, 1, Type.INT_TYPE);
        }
    }

    void field(Constants constant) {
        Type type = constant.kind().type();
        code.instruction(new FieldInsnNode(GETSTATIC, owner, constant.name(), type.getDescriptor()), 0, type);
    }

    /** A number of any type, or a copy of a variable, on the stack. */
    void push() {
        Variable variable = draw().chance(0.6) ? locals.any(draw().of(Kind.DOUBLE, Kind.DOUBLES, Kind.INT)) : null;
        if (variable != null) {
            locals.load(variable);
            return;
        }
        switch (draw().below(5)) {
            case 0 -> code.constant(draw().number(), Type.DOUBLE_TYPE);
            case 1 -> code.constant((float) draw().number(), Type.FLOAT_TYPE);
            case 2 -> code.constant((long) draw().below(9), Type.LONG_TYPE);
            case 3 -> code.constant(null, Kind.DOUBLES.type());
            default -> code.whole(draw().below(200));
        }
    }

    void deadStore() {
        if (shapes.wants(Shape.DEAD_STORE)) {
            push();
            Type type = code.below(0);
            int slot = locals.take(type);
            code.store(slot);
            locals.give(slot, type);
        }
    }

    private void idle() {
        switch (draw().below(4)) {
            case 0 -> code.nothing();
            case 1 -> {
                code.whole(draw().below(9));
                code.whole(draw().below(9));
                // Both at once.
                code.plain(POP2, 2);
            }
            case 2 -> {
                push();
                code.pop();
            }
            default -> {
                LabelNode next = new LabelNode();
                code.jump(shapes.wants(Shape.WIDE_JUMP) ? CodeLayout.GOTO_WIDE : GOTO, next, 0);
                code.mark(next);
            }
        }
    }

    /** The values on top change places and change back. */
    private void shuffle() {
        int height = code.height();
        if (height == 0) {
            idle();
            return;
        }
        if (height == 1 || draw().chance(0.3)) {
            Type top = code.below(0);
            code.plain(top.getSize() == 2 ? DUP2 : DUP, 0, top);
            code.pop();
        } else if (height >= 3 && threeSingles() && draw().chance(0.5)) {
            rotate();
        } else if (height >= 4 && threeSingles() && code.below(3).getSize() == 1 && draw().chance(0.7)) {
            exchangePairs();
            exchangePairs();
        } else if (code.below(0).getSize() + code.below(1).getSize() == 2 && draw().chance(0.5)) {
            exchangeAroundACopy();
        } else {
            locals.exchange();
            locals.exchange();
        }
    }

    private void exchangeAroundACopy() {
        Type top = code.below(0);
        code.plain(DUP_X1, 2, top, code.below(1), top);
        code.pop();
        locals.exchange();
    }

    private boolean threeSingles() {
        return code.below(0).getSize() + code.below(1).getSize() + code.below(2).getSize() == 3;
    }

    /** a, b, c; c, a, b; a, b, c. */
    private void rotate() {
        Type top = code.below(0);
        Type second = code.below(1);
        Type third = code.below(2);
        code.plain(DUP_X2, 3, top, third, second, top);
        code.pop();
        code.plain(DUP2_X1, 3, third, second, top, third, second);
        code.plain(POP2, 2);
    }

    private void exchangePairs() {
        Type top = code.below(0);
        Type second = code.below(1);
        Type third = code.below(2);
        Type fourth = code.below(3);
        code.plain(DUP2_X2, 4, second, top, fourth, third, second, top);
        code.plain(POP2, 2);
    }
}
