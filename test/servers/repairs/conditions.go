package sqlite

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/FerretDB/FerretDB/internal/backends/sqlite/metadata"
	"github.com/FerretDB/FerretDB/internal/handler/sjson"
	"github.com/FerretDB/FerretDB/internal/types"
	"github.com/FerretDB/FerretDB/internal/util/must"
)

// mostValues is less than the parameters that SQLite takes in one statement.
const mostValues = 10_000

// plainName is a field of the document itself, which can stand in a statement as it is.
var plainName = regexp.MustCompile(`^[A-Za-z_]\w*$`)

// conditionsOf tells SQLite which documents may match a filter: those whose fields have the strings, or one of the
// strings, that it wants them to have. All that matches is among them, and is compared with the whole filter afterwards.
// The columns are written as they are in indexes, which SQLite uses for no other form.
func conditionsOf(filter *types.Document) (string, []any) {
	if filter.Len() == 0 {
		return "", nil
	}

	var conditions []string
	var args []any

	for _, field := range filter.Keys() {
		if !plainName.MatchString(field) {
			continue
		}

		wanted := stringsOf(must.NotFail(filter.Get(field)))
		if wanted == nil || len(args)+len(wanted) > mostValues {
			continue
		}

		for _, value := range wanted {
			args = append(args, string(must.NotFail(sjson.MarshalSingleValue(value))))
		}

		column := fmt.Sprintf("%s->'%s'", metadata.DefaultColumn, field)
		condition := fmt.Sprintf("%s IN (%s)", column, strings.TrimSuffix(strings.Repeat("?,", len(wanted)), ","))

		if field != "_id" {
			// An array matches by its elements. As JSON it begins with a bracket.
			condition = fmt.Sprintf(`(%s OR (%s >= '[' AND %s < '\'))`, condition, column, column)
		}

		conditions = append(conditions, condition)
	}

	if len(conditions) == 0 {
		return "", nil
	}

	return " WHERE " + strings.Join(conditions, " AND "), args
}

// stringsOf returns the strings of which a field must have one; nil when the condition is another.
func stringsOf(condition any) []string {
	switch condition := condition.(type) {
	case string:
		return []string{condition}

	case *types.Document:
		in, _ := condition.Get("$in")
		array, isArray := in.(*types.Array)

		if !isArray || condition.Len() != 1 {
			return nil
		}

		wanted := make([]string, array.Len())

		for i := range wanted {
			value, isString := must.NotFail(array.Get(i)).(string)
			if !isString {
				return nil
			}

			wanted[i] = value
		}

		return wanted
	}

	return nil
}
