// The attributes by which requests and replies are declared, each field once. The code behind them is written by VNetMacros
// while the compiler runs; in an editor, “Expand Macro” shows it.

/// A verb's request: its parameters are the properties marked with `@Field`, in the order of the command line.
///
/// What follows the summary is what `About` takes. The verb is the one of the type's own name: `VisitAgree` is
/// `visit.agree`.
@attached(member, names: named(verb), named(about), named(init))
public macro Request(
    _ summary: String, _ permission: Permission, _ effect: About.Effect, errors: [ErrorCode] = [],
    takesFile: Bool = false, rendering: About.Rendering = .fields, told: Permission? = nil
) = #externalMacro(module: "VNetMacros", type: "Request")

/// The request of a list: its parameters, and then those of its pages.
///
/// `rows` is what the reply calls its rows, and `order` says in which order they come.
@attached(member, names: named(verb), named(about), named(rows), named(order), named(page), named(init))
public macro Listing(
    _ summary: String, _ permission: Permission, errors: [ErrorCode] = [], rows: StaticString, order: StaticString
) = #externalMacro(module: "VNetMacros", type: "Listing")

/// A reply, or an object within one: its fields are the properties marked with `@Field` or `@Embedded`, in this order. Every
/// stored property is a parameter of its initialiser.
@attached(member, names: named(init), named(sample), named(write))
public macro Reply() = #externalMacro(module: "VNetMacros", type: "Reply")

/// One field of a request or a reply.
///
/// A parameter is required unless its type is optional or `Bool`. A field of a reply is left out when it is nil.
/// - Parameters:
///   - summary: What it means, for the schema, the help and the manual.
///   - name: What it is called on the wire, unless that is the property's name in small letters without a leading “is”:
///     `isOpen` is `open`, `placedOn` is `placed_on`.
///   - reader: What whoever sees it has to be permitted; others find it named in `withheld`. Of a parameter: what whoever is
///     ever shown again what was given here has to be permitted.
@attached(peer)
public macro Field(_ summary: StaticString, as name: StaticString? = nil, reader: Permission = .connect) =
    #externalMacro(module: "VNetMacros", type: "Field")

/// A part of a reply, whose fields are fields of the reply itself.
@attached(peer)
public macro Embedded() = #externalMacro(module: "VNetMacros", type: "Embedded")

/// The table of verbs: the request of each case is the type of the case's name.
@attached(member, names: named(request))
public macro Verbs() = #externalMacro(module: "VNetMacros", type: "Verbs")
