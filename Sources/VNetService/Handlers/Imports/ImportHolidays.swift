import VNetAPI
import VNetCore
import VNetImport
import VNetStore

extension Service {
    public func holidayImport(_ request: HolidayImport, _ context: Context) throws(Refusal) -> Outcome {
        let holidays: [BankHoliday]
        do throws(ImportFault) { holidays = try BankHolidays.read(context.file) } catch { throw Refusal(error) }
        return try change(context) { change in
            var report = ImportReport(of: "bank holiday")
            for holiday in holidays {
                report.count(
                    try change.transaction.saveBankHoliday(holiday.date, title: holiday.title),
                    "\(holiday.date.words), \(holiday.title)")
            }
            // A bank holiday that was moved is not to be kept on both days.
            let days = Set(holidays.map(\.date))
            if let first = days.min(), let last = days.max() {
                for old in try change.transaction.bankHolidays(from: first) where old.date <= last {
                    guard !days.contains(old.date) else { continue }
                    try change.transaction.removeBankHoliday(old.date)
                    report.add(.removed, "\(old.date.words), \(old.title)")
                }
            }
            report.note(in: change)
            change.subject = "\(holidays.count) bank holidays"
            guard !change.changes.isEmpty else { return }
            forgetCalendars()
            for scope in try change.transaction.liveScopes() { change.touch(scope) }
        }
    }
}

extension Refusal {
    init(_ fault: ImportFault) {
        self.init(.dataInvalid, "Nothing was imported: \(fault.text)", details: [fault.text])
    }
}
