import GRDB

// What something costs, by what it asks SQLite to do; for tests.

extension Store {
    /// The statements that run while `body` does, in their order.
    package func statements(during body: () throws -> Void) throws -> [String] {
        final class Log { var statements: [String] = [] }
        let log = Log()
        queue.unsafeRead { db in
            db.trace(options: .statement) {
                if case .statement(let statement) = $0 { log.statements.append(statement.sql) }
            }
        }
        defer { queue.unsafeRead { $0.trace(options: []) } }
        try body()
        return log.statements
    }

    /// How SQLite goes about a statement: one step a line, as `EXPLAIN QUERY PLAN` has it.
    package func queryPlan(of sql: String) throws -> [String] {
        try queue.unsafeRead { db in
            let statement = try db.makeStatement(sql: "EXPLAIN QUERY PLAN " + sql)
            statement.setUncheckedArguments(StatementArguments())
            return try Row.fetchAll(statement).map { $0["detail"] }
        }
    }
}
