"""COM as pywin32 shows it to xlwings: errors, objects, and every crossing counted.

A member that Excel has and this fake does not raises ``com_error`` (unknown name), as an unknown
name does in Excel, and is remembered in ``Wire.faults``, so that a test fails even where the code
under test swallows the error. Nothing answers by default.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import MethodType
from typing import Any

from fake_excel.variants import argument

# HRESULTs: [MS-ERREF] 2.1; the two of a busy Excel also stand in xlwings' own _xlwindows.py.
RPC_E_CALL_REJECTED = -2147418111
RPC_S_SERVER_UNAVAILABLE = -2147023174
DISP_E_EXCEPTION = -2147352567
DISP_E_UNKNOWNNAME = -2147352570
DISP_E_MEMBERNOTFOUND = -2147352573
DISP_E_TYPEMISMATCH = -2147352571
DISP_E_BADINDEX = -2147352565
VBA_E_IGNORE = -2146777998
XL_1004 = -2146827284  # 0x800A03EC: what Excel answers to nearly everything it refuses
XL_9 = -2146827279

# Retrying for ever is what xlwings does with a rejected call (N_COM_ATTEMPTS = 0); here it ends.
MOST_REJECTIONS = 2000


class com_error(Exception):
    """pywin32's ``pythoncom.com_error``: four arguments, also reachable by name."""

    def __init__(self, hresult: int, strerror: str, excepinfo: tuple | None, argerror: int | None):
        super().__init__(hresult, strerror, excepinfo, argerror)
        self.hresult = hresult
        self.strerror = strerror
        self.excepinfo = excepinfo
        self.argerror = argerror


class OutsideTheFake(AssertionError):
    """The code under test went where the fake has no documented answer; extend the fake."""


class WaitsForUser(AssertionError):
    """A real Excel would now show a question and wait, perhaps for ever."""


class HangsForEver(AssertionError):
    """xlwings repeats a rejected call without end: a real click would hang here."""


def refused(text: str, scode: int = XL_1004) -> com_error:
    """What Excel raises when it does not want to, with its own sentence."""
    info = (0, "Microsoft Excel", text, "xlmain11.chm", 0, scode)
    return com_error(DISP_E_EXCEPTION, "Exception occurred.", info, None)


def unknown_name(name: str) -> com_error:
    """What ``GetIDsOfNames`` raises for a name the object does not have."""
    return com_error(DISP_E_UNKNOWNNAME, "Unknown name.", None, None)


def bad_index() -> com_error:
    """What a collection raises for a key it does not hold."""
    return com_error(DISP_E_BADINDEX, "Invalid index.", None, None)


class Calls:
    """How often Python asked Excel for something: ``total``, and ``by_name`` as a Counter.

    Names read ``Range.Value`` for a get, ``Range.Value=`` for a put, ``Range.Copy()`` for a call.
    """

    def __init__(self) -> None:
        self.by_name: Counter[str] = Counter()

    @property
    def total(self) -> int:
        return self.by_name.total()

    def __repr__(self) -> str:
        return f"<{self.total} calls: {self.by_name.most_common(12)}>"


class Wire:
    """What lies between Python and one Excel process."""

    def __init__(self) -> None:
        self.counters: list[Calls] = []
        self.faults: list[str] = []
        self.editing = False
        self.busy = 0  # crossings that Excel rejects for a moment
        self.ended = False
        self.in_macro = False  # VBA runs inside Excel: its calls cross no wire
        self.rejections = 0

    def cross(self, name: str, *, put: bool = False) -> None:
        """Count one crossing; raise as Excel does while a cell is edited or after it has ended.

        A busy Excel also answers any call with 0x800AC472 [K: VBA_E_IGNORE as HRESULT].
        """
        if self.in_macro:
            return
        for calls in self.counters:
            calls.by_name[name] += 1
        if self.ended:
            text = "The RPC server is unavailable."
            raise com_error(RPC_S_SERVER_UNAVAILABLE, text, None, None)
        if self.busy:
            self.busy -= 1
            raise com_error(VBA_E_IGNORE, "", None, None)
        if self.editing:
            self.reject(put=put)

    def reject(self, *, put: bool) -> None:
        """A cell is being edited: gets and calls are rejected, puts are ignored with an error.

        Source: xlwings/_xlwindows.py, COMRetryObjectWrapper: "-2147352567 is the error you get when
        clicking into cells", with scode -2146777998; other calls fail with -2147418111.
        """
        self.rejections += 1
        if self.rejections > MOST_REJECTIONS:
            text = f"{MOST_REJECTIONS} calls were rejected while a cell was edited"
            self.faults.append(text)
            raise HangsForEver(text)
        if put:
            raise refused("", VBA_E_IGNORE)
        raise com_error(RPC_E_CALL_REJECTED, "Call was rejected by callee.", None, None)


@contextmanager
def counting(wire: Wire) -> Iterator[Calls]:
    """Count the crossings of ``wire`` meanwhile."""
    calls = Calls()
    wire.counters.append(calls)
    try:
        yield calls
    finally:
        wire.counters.remove(calls)


class OleObject:
    """The interface pointer behind an object: ``obj._oleobj_`` in pywin32."""

    def __init__(self, owner: ComObject):
        self.owner = owner

    def GetIDsOfNames(self, _lcid: int, name: str) -> int:
        """0 for a member; unknown names raise, and a busy Excel rejects (see xlwings' retry)."""
        wire = self.owner._wire
        if wire.editing:
            wire.reject(put=False)
        if not hasattr(type(self.owner), name):
            raise unknown_name(name)
        return 0

    def GetTypeInfo(self) -> OleObject:
        return self

    def GetTypeAttr(self) -> OleObject:
        return self

    @property
    def iid(self) -> str:
        return self.owner._iid


class DispatchBaseClass:
    """pywin32's base of every early-bound object; xlwings wraps what is an instance of it."""


class ComObject(DispatchBaseClass):
    """A COM object: its members are the ``prop`` and ``method`` of its class, nothing else."""

    _iid = ""
    _absent: frozenset[str] = frozenset()  # members Excel itself does not give such an object

    def __init__(self, wire: Wire):
        self._wire = wire

    @property
    def _oleobj_(self) -> OleObject:
        return OleObject(self)

    def __getattr__(self, name: str) -> Any:
        if not name.startswith("_") and name not in self._absent:
            self._wire.faults.append(f"unknown member {type(self).__name__}.{name}")
        raise AttributeError(f"the fake {type(self).__name__} does not know {name}")

    def __setattr__(self, name: str, value: Any) -> None:
        if name[0] == "_" or isinstance(getattr(type(self), name, None), prop):
            object.__setattr__(self, name, value)
            return
        # pywin32 raises AttributeError here, on which xlwings would try again for ever.
        self._wire.faults.append(f"unknown member {type(self).__name__}.{name}=")
        raise unknown_name(name)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ComObject) and self._same() == other._same()

    def __hash__(self) -> int:
        return hash(self._same())

    def _same(self) -> Any:
        """What makes two objects the same thing in Excel."""
        return id(self)


def _guarded(call: Callable, obj: ComObject, *args: Any, **named: Any) -> Any:
    """Run a member; an AttributeError of ours must not look like "busy" to xlwings' retry loop."""
    try:
        return call(obj, *args, **named)
    except AttributeError as error:
        obj._wire.faults.append(f"a fault of the fake itself: {error}")
        raise OutsideTheFake(f"a fault of the fake itself: {error}") from error
    except AssertionError as error:
        obj._wire.faults.append(str(error))
        raise


class prop:
    """A property of a COM object; each get and put crosses the wire once."""

    def __init__(self, fget: Callable):
        self.fget = fget
        self.fset: Callable | None = None

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def put(self, fset: Callable) -> prop:
        """Decorate the function that puts."""
        self.fset = fset
        return self

    def __get__(self, obj: ComObject | None, owner: type) -> Any:
        if obj is None:
            return self
        obj._wire.cross(f"{owner.__name__}.{self.name}")
        return _guarded(self.fget, obj)

    def __set__(self, obj: ComObject, value: Any) -> None:
        obj._wire.cross(f"{type(obj).__name__}.{self.name}=", put=True)
        if self.fset is None:
            raise com_error(DISP_E_MEMBERNOTFOUND, "Member not found.", None, None)
        _guarded(self.fset, obj, argument(value))


class method:
    """A method of a COM object (or a property that needs arguments); one crossing a call."""

    def __init__(self, call: Callable):
        self.call = call

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, obj: ComObject | None, owner: type) -> Any:
        return self if obj is None else MethodType(self._run, obj)

    def _run(self, obj: ComObject, *args: Any, **named: Any) -> Any:
        obj._wire.cross(f"{type(obj).__name__}.{self.name}()")
        given = [argument(value) for value in args]
        return _guarded(self.call, obj, *given, **{k: argument(v) for k, v in named.items()})
